import java.nio.file.Files
import java.nio.file.Path

def root = basedir.canonicalFile.parentFile.parentFile.parentFile.parentFile.toPath()
def elsewhere = Files.createTempDirectory('syr-example')
try {
    for (folder in ['example-project', 'dataset']) {
        Files.walk(root.resolve(folder)).withCloseable { files ->
            files.filter { !root.relativize(it).any { part -> part.toString() == 'target' } }.forEach {
                def copy = elsewhere.resolve(root.relativize(it).toString())
                Files.isDirectory(it) ? Files.createDirectories(copy) : Files.copy(it, copy)
            }
        }
    }
    // SYR from a file repository, everything else from what this machine has already
    def repository = { id, folder -> """
        <id>$id</id>
        <url>${folder.toURI()}</url>
        <releases><enabled>true</enabled></releases>
        <snapshots><enabled>true</enabled></snapshots>""" }
    def repositories = [syr: localRepositoryPath, others: new File(userRepository)].collect { repository(it.key, it.value) }
    Files.writeString(elsewhere.resolve('settings.xml'), """<settings>
  <profiles>
    <profile>
      <id>files</id>
      <activation><activeByDefault>true</activeByDefault></activation>
      <repositories>${repositories.collect { '<repository>' + it + '</repository>' }.join()}</repositories>
      <pluginRepositories>${repositories.collect { '<pluginRepository>' + it + '</pluginRepository>' }.join()}</pluginRepositories>
    </profile>
  </profiles>
</settings>""")

    def windows = System.getProperty('os.name').startsWith('Windows')
    def maven = Path.of(System.getProperty('maven.home'), 'bin', windows ? 'mvn.cmd' : 'mvn').toString()
    def run = { log, List goals ->
        def command = [maven, '-B', '-s', elsewhere.resolve('settings.xml').toString(),
            "-Dmaven.repo.local=${elsewhere.resolve('empty')}".toString(), "-Dsyr.cache=$itCache".toString(), '-Dsyr.runCache=target/run-cache',
            '-Dsyr.epochs=1', '-Dsyr.check.skip'] + goals
        def process = new ProcessBuilder(command)
            .directory(elsewhere.resolve('example-project').toFile())
            .redirectErrorStream(true)
            .redirectOutput(new File(basedir, log))
            .start()
        assert process.waitFor() == 0 : new File(basedir, log).text
    }
    def trained = elsewhere.resolve('example-project/ring-adapter/target/syr')
    for (phase in ['clean', 'compile', 'test']) {
        run("${phase}.log", [phase])
        assert !Files.exists(trained)
    }
    run('first.log', ['verify'])
    def cutOut = elsewhere.resolve('example-project/ring-cutout/target/cut-out.png')
    Files.copy(cutOut, basedir.toPath().resolve('first.png'))
    // README: your own photograph
    def own = elsewhere.resolve('dataset/unseen/images/pair-gold-65_a.jpg')
    run('own.log', ['verify', "-Dring.image=$own".toString(), '-Dring.box=120,80,640,590'])
    Files.copy(cutOut, basedir.toPath().resolve('own.png'))
} finally {
    elsewhere.toFile().deleteDir()
}
return true
