import java.nio.file.Files
import javax.imageio.ImageIO

assert new File(basedir, 'deployed/it/deploy/adapter/1.0/adapter-1.0.jar').file
def log = new File(basedir, 'build.log').text
assert log =~ /Downloaded from deployed: file:\S*adapter-1\.0\.jar/
def cut = ImageIO.read(new File(basedir, 'consumer/target/cut-out.png'))
assert cut.colorModel.hasAlpha()
def opaque = 0
for (y in 0..<cut.height) for (x in 0..<cut.width) opaque += (cut.getRGB(x, y) >>> 24) == 255 ? 1 : 0
assert opaque > 100 && opaque < cut.width * cut.height - 100

// the second release brings the checkpoint itself
def builds = log.split('Scanning for projects').drop(1)
assert builds[2].contains('The base checkpoint tiny is packed beside it: applications need no other file.')
def bundled = new java.util.zip.ZipFile(new File(basedir, 'deployed/it/deploy/adapter/1.1/adapter-1.1.jar')).withCloseable { jar ->
    jar.entries().findAll { it.name.startsWith('META-INF/syr/checkpoint/') && it.name.endsWith('.pth') }*.size
}
assert bundled == [9_211_231L]
assert builds[3].contains('adapter-1.1.jar') && !builds[3].contains('syr-checkpoint-tiny')
assert builds[3].contains('BUILD SUCCESS')

// the profile with which the example signs
def gpg = ['sh', '-c', 'command -v gpg'].execute()
if (gpg.waitFor() != 0) {
    println 'SKIPPED: gpg is not there, so that nothing can be signed'
    assert !Boolean.getBoolean('ci')
    return true
}
def example = new File(data, '../../../../example-project/ring-adapter/pom.xml').text
def sign = (example =~ /(?s)<profile>\s*<id>sign<\/id>.*?<\/profile>/)[0]
def producer = new File(basedir, 'producer/pom.xml')
producer.text = producer.text.replace('<version>1.0</version>', '<version>1.2</version>').replace('<dependencies>', "<profiles>$sign</profiles>\n  <dependencies>")
// a socket lies in it, whose path has to be short
def keys = Files.createTempDirectory('syr-gpg').toString()
def call = { List<String> command ->
    def process = new ProcessBuilder(command*.toString()).directory(basedir).redirectErrorStream(true).start()
    process.outputStream.close()
    def text = process.inputStream.getText('UTF-8')
    assert process.waitFor() == 0: text
    text
}
try {
    call(['gpg', '--homedir', keys, '--batch', '--passphrase', '', '--quick-generate-key', 'A test <test@example.org>', 'rsa2048'])
    def settings = new File(basedir, 'settings.xml')
    settings.text = new File(data, '../../it-settings.xml').text.replace('@localRepositoryUrl@', new File(userRepository).toURI().toString())
    call([new File(System.getProperty('maven.home'), 'bin/mvn').path, '-B', '-ntp', '-f', 'producer', '-P', 'sign', 'deploy',  '-Dmaven.install.skip=true', '-s', settings, "-Dmaven.repo.local=$localRepositoryPath", "-Dgpg.homedir=$keys", '-Dgpg.bestPractices=false',
            "-Dsyr.version=$syrVersion", "-Dits.data=$data", "-Dsyr.cache=$itCache", '-Dsyr.runCache=target/run-cache', '-Dsyr.train=never'])
    def signed = new File(basedir, 'deployed/it/deploy/adapter/1.2').listFiles().findAll { it.name.endsWith('.asc') }
    assert signed*.name.sort() == ['adapter-1.2-cyclonedx.json.asc', 'adapter-1.2.jar.asc', 'adapter-1.2.pom.asc']
    signed.each {
        assert call(['gpg', '--homedir', keys, '--batch', '--verify', it, it.path - '.asc']).contains('Good signature from "A test')
    }
} finally {
    ['gpgconf', '--homedir', keys, '--kill', 'gpg-agent'].execute().waitFor()
    new File(keys).deleteDir()
}
return true
