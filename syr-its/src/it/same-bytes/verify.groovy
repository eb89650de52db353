import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest

// The second build: by a shell, for invoker projects have all the same umask.
def other = new File(basedir, 'elsewhere/ä ö')
def home = Files.createDirectories(new File(basedir, 'elsewhere/home').toPath())
def settings = new File(basedir, 'elsewhere/settings.xml')
settings.text = new File(data, '../../it-settings.xml').text
    .replace('@localRepositoryUrl@', new File(userRepository).toURI().toString())
def maven = new File(System.getProperty('maven.home'), 'bin/mvn').path
def command = ['sh', '-c', 'umask 077; exec "$@"', 'sh', maven, '-B', '-ntp', 'verify', '-Dsyr.train=always',
        '-s', settings, "-Dmaven.repo.local=$localRepositoryPath",
        "-Dsyr.version=$syrVersion", "-Dsyr.cache=$itCache", '-Dsyr.runCache=target/run-cache', '-Dsyr.lastReleaseUnavailable=warn',
        '-Dsyr.jvmArguments=-Duser.language=tr -Duser.country=TR -Duser.timezone=Asia/Kolkata']
def builder = new ProcessBuilder(command*.toString()).directory(other).redirectErrorStream(true)
builder.environment().putAll([TZ: 'Asia/Kolkata', LC_ALL: 'C.UTF-8', HOME: home.toString(), USER: 'somebody',
        MAVEN_OPTS: '-Duser.timezone=Asia/Kolkata -Duser.language=tr -Duser.country=TR -Duser.name=somebody'])
def process = builder.start()
def log = process.inputStream.getText('UTF-8')
process.waitFor()
new File(basedir, 'elsewhere/build.log').setText(log, 'UTF-8')
assert log.contains('BUILD SUCCESS')
assert log.contains('rank 2: trained, validation Dice 0.')

static String sha256(Path file) {
    MessageDigest.getInstance('SHA-256').digest(Files.readAllBytes(file)).encodeHex()
}

['target/adapter-1.0-cyclonedx.json', 'target/syr/dataset.json', 'target/syr/evaluation.json', 'target/syr/adapters/rank-2/adapter.safetensors',
        'target/syr/adapters/rank-2/history.jsonl', 'target/syr/adapters/rank-2/run.json', 'target/syr/report/report.csv',
        'target/syr/report/report.json'].each {
    def one = sha256(basedir.toPath().resolve(it))
    println "$it: $one"
    assert one == sha256(other.toPath().resolve(it)): it
}

// The jar but for the permissions of its entries: maven-jar-plugin stores those that the umask gives.
def entries = { Path jar ->
    new java.util.zip.ZipFile(jar.toFile()).withCloseable { it.entries().collect { "$it.name $it.size $it.crc $it.time".toString() } }
}
def packed = entries(basedir.toPath().resolve('target/adapter-1.0.jar'))
assert packed.size() > 10
assert packed == entries(other.toPath().resolve('target/adapter-1.0.jar'))

// No path of this machine in anything that is kept.
new java.util.zip.ZipFile(new File(basedir, 'target/adapter-1.0.jar')).withCloseable { jar ->
    jar.entries().each { entry ->
        def text = jar.getInputStream(entry).getText('ISO-8859-1')
        assert !text.contains(basedir.path) && !text.contains(System.getProperty('user.home') + '/'): entry.name
    }
}

return true
