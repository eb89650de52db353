import groovy.json.JsonSlurper
import java.security.MessageDigest
import java.util.zip.ZipFile

def log = new File(basedir, 'build.log').text
def builds = log.split('Running post-build|BUILD SUCCESS')
assert log.count('BUILD SUCCESS') == 3
assert builds[0].contains('masks: 8 train, 3 validation, 3 test images (format syr, 14 objects)')
assert builds[0].contains('rank 2: trained') && builds[0].contains('rank 4: trained')
assert builds[0].contains('chosen by validation Dice')
assert builds[0].contains('hole error')
assert builds[1].contains('rank 2: up to date') && !builds[1].contains('trained,')
assert builds[2].contains('rank 4: up to date') && builds[2].contains('rank 6: trained')

def evaluation = new JsonSlurper().parse(new File(basedir, 'target/syr/evaluation.json'))
assert evaluation.schema == 'syr/evaluation/1'
assert evaluation.models*.name == ['baseline', 'rank-2', 'rank-4']
assert evaluation.models.every { it.images.size() == 3 && it.test.dice > 0 && it.test.dice < 1 }
assert evaluation.models.every { it.images.every { new File(basedir, "target/syr/${it.overlay}").file } }
def gates = new JsonSlurper().parse(new File(basedir, 'target/syr/gates.json'))
assert gates.passed && gates.gates*.name == ['minGain']

def page = new File(basedir, 'target/syr/report/index.html')
assert page.length() > 50_000 && page.length() < 2_000_000
assert page.text.contains('<td class="passed">✔ passed</td>')
assert page.text.count('<section class="image"') == 3
assert new File(basedir, 'target/syr/report/report.csv').readLines().size() == 1 + evaluation.models.sum { it.images.sum { it.objects.size() } }

def jar = new ZipFile(new File(basedir, 'target/adapter-1.0.jar'))
assert jar.getInputStream(jar.getEntry('META-INF/syr/adapter.index')).text == 'it.main-flow:adapter\n'
def manifest = new JsonSlurper().parse(jar.getInputStream(jar.getEntry('META-INF/syr/it.main-flow/adapter/adapter.json')))
assert manifest.schema == 'syr/adapter/1' && manifest.coordinates.version == '1.0'
assert manifest.base.sha256 == 'c881b930742abe937c4ef64e83b1d6031bab6937e6479c52da7df3220b38445b'
def packed = jar.getInputStream(jar.getEntry('META-INF/syr/it.main-flow/adapter/adapter.safetensors')).bytes
def sha256 = { bytes -> MessageDigest.getInstance('SHA-256').digest(bytes).encodeHex().toString() }
assert manifest.adapter.sha256 == sha256(packed)
assert packed == new File(basedir, "target/syr/adapters/rank-$manifest.adapter.rank/adapter.safetensors").bytes
assert manifest.adapter.rank in [2, 4]
assert jar.getInputStream(jar.getEntry('META-INF/syr/it.main-flow/adapter/selftest.safetensors')).bytes == new File(basedir, 'target/syr/selftest.safetensors').bytes
assert jar.getInputStream(jar.getEntry('META-INF/syr/it.main-flow/adapter/README.md')).text.contains(manifest.adapter.sha256)
assert new JsonSlurper().parse(new File(basedir, 'target/adapter-1.0-cyclonedx.json')).specVersion == '1.6'
jar.close()
