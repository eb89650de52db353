import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
assert log.count('BUILD SUCCESS') == 2
assert log.contains('The demo has ended.')
assert !log.contains('SLF4J')
def state = new JsonSlurper().parse(new File(basedir, 'state.json'))
assert state.title == 'adapter 1.0'
assert state.models*.name == ['unadapted', 'rank 2']
assert state.models.last().packaged
assert state.dataset

// the same mask by the command line's jar, from the packaged adapter, with natives beside it
def tools = new File(basedir, 'tools')
tools.mkdirs()
def cli = new File(tools, 'syr.jar')
cli.bytes = new File(localRepositoryPath, "io/github/syr/syr-cli/$syrVersion/syr-cli-$syrVersion-all.jar").bytes
new File(userRepository as String, 'ai/djl/pytorch').eachFileRecurse {
    if (it.name ==~ /pytorch-native-cpu.*-(linux|osx|win).*\.jar/) {
        new File(tools, it.name).bytes = it.bytes
    }
}
def java = new File(System.getProperty('java.home'), 'bin/java').path
def run = { String... arguments ->
    def process = ([java, "-Dsyr.cache=$itCache", '-jar', cli.path] + arguments.toList()).execute(null, basedir)
    def output = new StringBuffer()
    process.waitForProcessOutput(output, output)
    println output
    [process.exitValue(), output.toString()]
}
def photograph = new File(data, 'test/images').listFiles().sort().first()
def size = javax.imageio.ImageIO.read(photograph)
def (code, output) = run('segment', photograph.path, '--adapter', 'target/adapter-1.0.jar', '--mask', 'cli-mask.png',
    '--box', "40,40,${size.width - 40},${size.height - 40}".toString())
assert code == 0
assert output.contains('object 1: ') && output.contains('wrote cli-mask.png')
assert new File(basedir, 'cli-mask.png').bytes == new File(basedir, 'page-mask.png').bytes

(code, output) = run('report', 'target/syr', '--gate', 'minGain=-1')
assert code == 0
assert new File(basedir, 'target/syr/report/index.html').text.contains('<td class="passed">✔ passed</td>')
