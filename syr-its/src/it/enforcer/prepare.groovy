import java.nio.file.Path

def root = basedir.canonicalFile.parentFile.parentFile.parentFile.parentFile
def windows = System.getProperty('os.name').startsWith('Windows')
def maven = Path.of(System.getProperty('maven.home'), 'bin', windows ? 'mvn.cmd' : 'mvn').toString()
def process = new ProcessBuilder(maven, '-B', '-o', 'validate', '-pl', 'syr-image', '-am', '-Djava.version=11.0.1')
    .directory(root)
    .redirectErrorStream(true)
    .redirectOutput(new File(basedir, 'jdk.log'))
    .start()
assert process.waitFor() != 0
return true
