import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import java.nio.file.Files

def root = basedir.canonicalFile.parentFile.parentFile.parentFile.parentFile.toPath()
def tutorial = new File(root.toFile(), 'docs/tutorial.md').text
def pom = (tutorial =~ /(?s)```xml\n(.*?)```/)[0][1]
new File(basedir, 'pom.xml').text = pom.replace('</project>\n', new File(basedir, 'quick.xml').text)
// every command of the page is a goal of this project
def commands = (tutorial =~ /```\nmvn (.*)\n```/).collect { it[1] }
assert commands == ['syr:demo', 'verify', 'syr:demo', 'verify']

def photographs = new File(basedir, 'photographs')
photographs.mkdirs()
def boxes = [:]
new JsonSlurper().parse(new File(data, 'rings.json')).each { split, images ->
    images.each { name, entry ->
        Files.copy(new File(data, "$split/images/$name").toPath(), new File(photographs, name).toPath())
        boxes[name] = entry.bbox
    }
}

// the photographer at the page: half of the photographs with the unadapted model, the others with the adapter
def log = new File(basedir, 'build.log')
def annotate = { String address, int count ->
    def post = { path, message ->
        def body = JsonOutput.toJson(message).bytes
        def connection = new URL(address + path).openConnection()
        connection.doOutput = true
        connection.outputStream.withStream { it << body }
        new JsonSlurper().parse(connection.inputStream)
    }
    def state = new JsonSlurper().parse(new URL(address + 'api/state'))
    def model = (state.models.find { it.packaged } ?: state.models.first()).id
    def dataset = new JsonSlurper().parse(new URL(address + 'api/dataset'))
    dataset.unannotated.take(count).each { name ->
        def image = post('api/dataset-images', [file: name])
        while (post("api/images/$image.id/encoding", [model: model]).state != 'ready') {
            Thread.sleep(50)
        }
        def object = [box: boxes[name], points: [], label: 'ring']
        post("api/images/$image.id/addition", [model: model, objects: [object], split: null])
    }
    def stop = new URL(address + 'api/stop').openConnection()
    stop.doOutput = true
    stop.outputStream.withStream { it << '{}'.bytes }
    assert stop.responseCode == 200
    [models: state.models*.name, format: dataset.format]
}
Thread.startDaemon('photographer') {
    def told = []
    (0..1).each { round ->
        def found = []
        while (found.size() <= round) {
            Thread.sleep(200)
            found = log.exists() ? (log.text =~ /Demo: (http:\S+)/).collect { it[1] } : []
        }
        told << annotate(found[round], round == 0 ? 10 : 100)
    }
    new File(basedir, 'told.json').text = JsonOutput.toJson(told)
}
return true
