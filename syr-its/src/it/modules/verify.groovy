import groovy.json.JsonSlurper
import java.util.zip.ZipFile

def log = new File(basedir, 'build.log').text
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
