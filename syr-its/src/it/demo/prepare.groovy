import groovy.json.JsonOutput
import groovy.json.JsonSlurper

// what a user does at the page, as soon as the build says where it is
def log = new File(basedir, 'build.log')
Thread.startDaemon('page') {
    def address = null
    while (address == null) {
        Thread.sleep(200)
        def found = log.exists() ? (log.text =~ /Demo: (http:\S+)/) : []
        address = found ? found[0][1] : null
    }
    def post = { String path, byte[] body ->
        def connection = new URL(address + path).openConnection()
        connection.doOutput = true
        connection.setFixedLengthStreamingMode(body.length)
        connection.outputStream.withStream { it << body }
        connection.inputStream.bytes
    }
    def ask = { path, message -> new JsonSlurper().parse(post(path, JsonOutput.toJson(message).bytes)) }
    def state = new JsonSlurper().parse(new URL(address + 'api/state'))
    def photograph = new File(data, 'test/images').listFiles().sort().first()
    def image = new JsonSlurper().parse(post("api/images?name=$photograph.name", photograph.bytes))
    def model = state.models.last().id
    while (ask("api/images/$image.id/encoding", [model: model]).state != 'ready') {
        Thread.sleep(100)
    }
    def object = [box: [40, 40, image.width - 40, image.height - 40], points: [], label: '']
    new File(basedir, 'page-mask.png').bytes =
        post("api/images/$image.id/export", JsonOutput.toJson([model: model, objects: [object], kind: 'mask']).bytes)
    new File(basedir, 'state.json').text = JsonOutput.toJson(state)
    post('api/stop', '{}'.bytes)
}
return true
