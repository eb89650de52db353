import groovy.json.JsonSlurper
import java.util.zip.ZipFile

def builds = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
assert builds.size() == 4
def log = builds[0]
assert log =~ /Waiting for the worker of (gold in \S*gold|silver in \S*silver) \(process \d+, since \S+\) on cpu\./
assert log.count('rank 2: trained') == 2
assert log.contains('Nothing to do: this module names no <dataset>.')
def seeds = [gold: 1, silver: 2].collectEntries { module, seed ->
    def jar = new ZipFile(new File(basedir, "$module/target/$module-1.0.jar"))
    def manifest = new JsonSlurper().parse(jar.getInputStream(jar.getEntry("META-INF/syr/it.modules/$module/adapter.json")))
    jar.close()
    assert manifest.training.seed == seed
    [module, manifest.adapter.sha256]
}
assert seeds.gold != seeds.silver
def words = new File(basedir, 'words/target/words-1.0.jar')
assert words.file
def jar = new ZipFile(words)
assert !jar.entries().any { it.name.startsWith('META-INF/syr') }
jar.close()

// both are checked, and the module without an adapter is built
assert builds[1].contains('BUILD FAILURE') && builds[1].count('at least 0.999 is required (minDice)') >= 2
assert (builds[1] =~ /\[INFO\] (gold|silver) \.+ FAILURE/).count == 2 && builds[1] =~ /\[INFO\] words \.+ SUCCESS/
assert !builds[1].contains('rank 2: trained')

// what is done already is not done again, and what was failed is checked anew
assert builds[2].contains('BUILD SUCCESS') && !builds[2].contains('rank 2: trained') && !builds[2].contains('@ gold')

assert builds[3].contains('BUILD SUCCESS') && builds[3].contains('@ silver') && !builds[3].contains('@ gold')
return true
