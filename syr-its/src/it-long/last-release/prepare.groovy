import java.nio.file.Files

// of an earlier run: a first release is to be one
new File(basedir, 'deployed').deleteDir()
new File(localRepositoryPath, 'it/release').deleteDir()

// another test set: an image of validation judges
def more = new File(basedir, 'more')
more.deleteDir()
def rings = new File(data)
rings.eachFileRecurse(groovy.io.FileType.FILES) {
    def copy = new File(more, rings.toPath().relativize(it.toPath()).toString())
    copy.parentFile.mkdirs()
    Files.copy(it.toPath(), copy.toPath())
}
def file = new File(more, 'rings.json')
def json = new groovy.json.JsonSlurper().parse(file)
json.test['signet-silver-30_a.jpg'] = json.validation.remove('signet-silver-30_a.jpg')
file.text = groovy.json.JsonOutput.toJson(json)
return true
