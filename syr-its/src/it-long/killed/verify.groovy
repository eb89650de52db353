import com.sun.net.httpserver.HttpServer
import java.nio.file.Files
import java.security.MessageDigest
import java.util.concurrent.TimeUnit

// A system call kills the process that makes it: the place is exact, however fast the machine is.
def traces = ['sh', '-c', 'command -v strace && strace -qq -e trace=none true'].execute()
if (traces.waitFor() != 0) {
    println 'SKIPPED: strace is not there, so that nothing can be killed at an exact place'
    assert !Boolean.getBoolean('ci')
    return true
}

def sha256 = { byte[] bytes -> MessageDigest.getInstance('SHA-256').digest(bytes).encodeHex().toString() }

def mini = new File(data, '../../../../parity/mini_sam.safetensors').bytes
def server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
server.createContext('/') {
    it.sendResponseHeaders(200, mini.length)
    it.responseBody.write(mini)
    it.close()
}
server.start()

def settings = new File(basedir, 'settings.xml')
settings.text = new File(data, '../../it-settings.xml').text
        .replace('@localRepositoryUrl@', new File(userRepository).toURI().toString())

def start = { File folder, String log, File cache, List<String> before, List<String> after ->
    def maven = new File(System.getProperty('maven.home'), 'bin/mvn').path
    def command = before + [maven, '-B', '-ntp', 'verify', '-s', settings, "-Dmaven.repo.local=$localRepositoryPath",
            "-Dsyr.version=$syrVersion", "-Dits.data=$data", "-Dsyr.cache=$cache", '-Dsyr.runCache=run-cache',
            "-Dcheckpoint=http://127.0.0.1:${server.address.port}/mini.safetensors", "-Dsha256=${sha256(mini)}",
            '-Dsyr.lastReleaseUnavailable=warn'] + after
    new ProcessBuilder(command*.toString())
            .directory(folder)
            .redirectErrorStream(true)
            .redirectOutput(new File(folder, log))
            .start()
}

/** A build; whether it succeeded. */
def build = { File folder, String log, File cache, List<String> before = [], List<String> after = [] ->
    def process = start(folder, log, cache, before, after)
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly()
        assert false: "$folder/$log: a process is left"
    }
    process.exitValue() == 0
}

def project = { String name ->
    def folder = new File(basedir, name)
    folder.deleteDir()
    folder.mkdirs()
    Files.copy(new File(basedir, 'pom.xml').toPath(), new File(folder, 'pom.xml').toPath())
    folder
}

def results = { File folder ->
    ['target/adapter-1.0.jar', 'target/syr/evaluation.json'].plus([2, 3].collectMany { rank ->
        ['adapter.safetensors', 'history.jsonl', 'run.json'].collect { "target/syr/adapters/rank-$rank/$it".toString() }
    }).collectEntries { [it, sha256(new File(folder, it).bytes)] }
}

def undisturbed = project('undisturbed')
def cache = new File(itCache)
assert build(undisturbed, 'build.log', cache)
def expected = results(undisturbed)
expected.each { println "$it.value  $it.key" }
def run = new groovy.json.JsonSlurper().parse(new File(undisturbed, 'target/syr/adapters/rank-2/run.json')).digest

// By place: the path, the system calls on it that kill, and which of them. A file is written beside its place and moved there; before it,
// its folder is made, so the calls of mkdir count files.
def open = 'openat'
def make = '?mkdir,?mkdirat'
def write = 'write,pwrite64'
def syr = 'target/syr'
def rank = "$syr/adapters/rank-2"
def places = [
        'download'             : ["own-cache/checkpoints/${sha256(mini)}/mini.safetensors.part", write, 3],
        'under the lock'       : ["$cache/locks/cpu.lock", write, 1],
        'masks'                : ["$syr/masks/validation", make, 2],
        'first epoch'          : [rank, make, 3],
        'state of a training'  : [rank, make, 4],
        'history'              : [rank, make, 5],
        'adapter'              : [rank, make, 6],
        'write of the cache'   : ["$rank/run.json", open, 1],
        'between ranks'        : ["$syr/adapters/rank-3", make, 1],
        'evaluation'           : ["$syr/overlays/rank-2", make, 2],
        'upload'               : ["shared-runs/it/killed/adapter-run/$run/adapter-run-${run}.zip", 'write,?sendfile,?copy_file_range', 1],
        'packaging'            : ['target/classes/META-INF/syr/it.killed/adapter', make, 3],
]
places.each { name, place ->
    def folder = project(name.replaceAll('[^a-z]', '-'))
    def (path, calls, when) = place
    def own = name == 'download' ? new File(folder, 'own-cache') : cache
    def strace = ['strace', '-f', '-ttt', '-o', 'strace.log', '-P', path.startsWith('/') ? path : new File(folder, path).path, '-e', "trace=$calls",
            '-e', "inject=$calls:signal=SIGKILL:when=$when"]
    println "$name: $path"
    assert !build(folder, 'killed.log', own, strace): name
    assert build(folder, 'again.log', own): name
    assert results(folder) == expected: name
    println "  killed at ${new File(folder, 'strace.log').readLines().find { it.contains('INJECTED') || it.contains('= ?') }}"
}

def longer = project('undisturbed-longer')
assert build(longer, 'build.log', cache, [], ['-Depochs=20'])
def expectedLonger = results(longer)

// Maven is interrupted as by Ctrl-C, which its worker gets too, and killed alone: the worker ends with it.
['interrupted': ['-INT', '-'], 'Maven killed': ['-KILL', '']].each { name, kill ->
    def folder = project(name.replaceAll('[^a-zA-Z]', '-'))
    // what a shell starts in its background ignores the signal, and so does all that comes of it
    def process = start(folder, 'killed.log', cache, ['env', '--default-signal=INT', 'setsid'], ['-Depochs=20'])
    def history = new File(folder, "$rank/history.jsonl")
    def deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2)
    while (!history.exists() || history.readLines().size() < 3) {
        assert process.alive && System.nanoTime() < deadline: name
        Thread.sleep(20)
    }
    // env, setsid and mvn are replaced by what they start
    def java = [process.toHandle()] + process.descendants().filter { it.info().command().orElse('').endsWith('java') }.toList()
    assert java.size() == 2: 'Maven and its worker'
    def stopped = System.nanoTime()
    assert ['kill', kill[0], '--', kill[1] + process.pid()].execute().waitFor() == 0
    java.each { it.onExit().get(1, TimeUnit.MINUTES) }
    println "$name: no process is left after ${(System.nanoTime() - stopped).intdiv(1_000_000)} ms"
    assert build(folder, 'again.log', cache, [], ['-Depochs=20'])
    assert new File(folder, 'again.log').text.contains('goes on after epoch'): name
    assert results(folder) == expectedLonger: name
}
server.stop(0)
return true
