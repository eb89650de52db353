import java.nio.file.Files
import java.nio.file.Path

def root = basedir.canonicalFile.parentFile.parentFile.parentFile.parentFile.toPath()
def page = new File(root.toFile(), 'docs/build-cache.md').text
def (config, properties) = (page =~ /(?s)```xml\n(.*?)```/).collect { it[1] }
properties = properties.replaceAll('</?properties>', '')

def windows = System.getProperty('os.name').startsWith('Windows')
def maven = new File(newerMaven, "bin/mvn${windows ? '.cmd' : ''}")
assert maven.file

def project = { name, dataset, configured ->
    def folder = new File(basedir, "$name/adapter")
    def rings = root.resolve('syr-its/src/it-data/rings')
    def to = folder.toPath().resolve(dataset).normalize()
    Files.walk(rings).withCloseable { files ->
        files.filter { it.fileName.toString() != 'damaged.json' }.forEach {
            def copy = to.resolve(rings.relativize(it).toString().replace('rings.json', 'annotations.json'))
            Files.isDirectory(it) ? Files.createDirectories(copy) : Files.copy(it, copy)
        }
    }
    new File(folder, '.mvn').mkdirs()
    new File(folder, '.mvn/extensions.xml').text = '''<extensions>
  <extension>
    <groupId>org.apache.maven.extensions</groupId>
    <artifactId>maven-build-cache-extension</artifactId>
    <version>1.3.0</version>
  </extension>
</extensions>'''
    if (configured) {
        new File(folder, '.mvn/maven-build-cache-config.xml').text =
            config.replace('<include glob="**">dataset</include>', "<include glob=\"**\">$dataset</include>")
    }
    folder.mkdirs()
    new File(folder, 'pom.xml').text = new File(basedir, 'adapter.xml').text
        .replace('@syr.version@', syrVersion)
        .replace('@its.mini@', root.resolve('parity/mini_sam.safetensors').toString())
        .replace('@dataset@', "\${project.basedir}/$dataset")
        .replace('<!-- PROPERTIES -->', configured ? properties : '')
    folder
}
def settings = new File(basedir, 'settings.xml')
settings.text = new File(root.toFile(), 'syr-its/src/it-settings.xml').text
    .replace('@localRepositoryUrl@', new File(userRepository).toURI().toString())

def run = { folder, log, String... goals ->
    def command = [maven.toString(), '-B', '-ntp', '-s', settings.toString(),
        "-Dmaven.repo.local=$localRepositoryPath".toString(), "-Dsyr.cache=$itCache".toString(), '-Dsyr.runCache=target/run-cache',
        "-Dmaven.build.cache.location=${new File(folder.parentFile, 'cache')}".toString()] + goals.toList()
    def process = new ProcessBuilder(command)
        .directory(folder)
        .redirectErrorStream(true)
        .redirectOutput(new File(folder.parentFile, log + '.log'))
        .start()
    process.waitFor()
}

// the extension's defaults
def plain = project('plain', 'dataset', false)
run(plain, '1-first', 'verify')
run(plain, '2-stricter', 'verify', '-Dsyr.minImageDice=0.999')
run(plain, '3-package', 'clean', 'package')
run(plain, '4-clean', 'clean', 'verify')

// as the page configures it
for (dataset in ['dataset', '../rings']) {
    def name = dataset == 'dataset' ? 'inside' : 'outside'
    def folder = project(name, dataset, true)
    run(folder, '1-first', 'verify')
    run(folder, '2-clean', 'clean', 'verify')
    run(folder, '3-stricter', 'verify', '-Dsyr.minImageDice=0.999')
    run(folder, '4-epochs', 'verify', '-Dsyr.epochs=2')
    def annotations = folder.toPath().resolve(dataset).resolve('annotations.json')
    Files.writeString(annotations, Files.readString(annotations) + '\n')
    run(folder, '5-data', 'verify')
}
return true
