import groovy.json.JsonSlurper
import java.util.zip.ZipFile

def log = new File(basedir, 'build.log').text
def builds = log.split('Scanning for projects').drop(1)
assert builds.size() == 5

// the goals, each in its place among those of the packaging jar
for (module in ['alone', 'child']) {
    def goals = (builds[0] =~ /--- \S+:(\S+) \(default-\S+\) @ $module ---/).collect { it[1] }
    assert goals == ['resources', 'compile', 'testResources', 'testCompile', 'test', 'download', 'masks', 'train', 'evaluate', 'package',
        'jar', 'report', 'check']
    assert new File(basedir, "$module/target/syr/report/index.html").file
    def jar = new ZipFile(new File(basedir, "$module/target/$module-1.0.jar"))
    def entry = { name -> jar.getInputStream(jar.getEntry("META-INF/syr/$name")) }
    assert entry('adapter.index').text == "it.packaging:$module\n"
    assert new JsonSlurper().parse(entry("it.packaging/$module/adapter.json")).coordinates.version == '1.0'
    def trained = new File(basedir, "$module/target/syr/adapters/rank-2/adapter.safetensors").bytes
    assert entry("it.packaging/$module/adapter.safetensors").bytes == trained
    // SYR's licence and words are not the adapter's
    def card = entry("it.packaging/$module/README.md").text
    assert !card.contains('Licence: ') && !card.contains('The parent of a module')
    jar.close()
}
assert builds[0].contains('(minDice)') && builds[0].contains('BUILD SUCCESS')

// with a type and without one, the jars are on the class path, and the base checkpoint behind them
for (module in ['application', 'typed']) {
    def found = new File(basedir, "$module/target/found.txt").readLines()
    assert found.size() == 3 && found.every { it.startsWith('Found: jar:file:') }
    assert found[0].contains('/alone-1.0.jar!') && found[1].contains('/child-1.0.jar!') && found[2].contains('/syr-checkpoint-tiny-')
}

assert builds[1].contains('at least 0.990 is required (minDice)') && builds[1].contains('BUILD FAILURE')

// told by the first goal, before anything is trained
assert builds[2] =~ /Failed to execute goal \S+:masks \(default-masks\) on project gateless: No gate is configured/
assert !builds[2].contains('rank 2:')

assert builds[3].contains('[WARNING] The jar is packaged without an adapter of this data set (syr.skip).')
assert builds[3].contains('BUILD SUCCESS') && !builds[3].contains('Installing ')
assert builds[4].contains('BUILD SUCCESS')
def installed = new File(localRepositoryPath, 'it/packaging/alone/1.0').list() as List
assert installed.containsAll(['alone-1.0.jar', 'alone-1.0.pom', 'alone-1.0-cyclonedx.json'])
return true
