import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
assert log.count('BUILD SUCCESS') == 4
def told = new JsonSlurper().parse(new File(basedir, 'told.json'))
assert told == [
    [models: ['unadapted'], format: 'labelme'],
    [models: ['unadapted', 'rank 16'], format: 'labelme']]
assert log =~ /masks: \d+ train, \d+ validation, \d+ test images \(format labelme, 10 objects\)/
assert log =~ /masks: \d+ train, \d+ validation, \d+ test images \(format labelme, 14 objects\)/
assert new File(basedir, 'photographs').list().count { it.endsWith('.json') } == 14
assert (log =~ /Passed: .*\(minDice\)/).count == 2
assert new File(basedir, 'target/syr/report/index.html').file
assert new File(basedir, 'target/ring-adapter-1.0.0-SNAPSHOT.jar').file
