import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
assert log =~ /\S+\.jpg: Dice 0\.\d{3}, at least 0\.990 is asked \(minImageDice\); overlay: target\/syr\/overlays\/rank-2\/\S+\.png/
def gates = new JsonSlurper().parse(new File(basedir, 'target/syr/gates.json'))
assert !gates.passed && gates.gates.every { !it.passed && it.limit == 0.99 }
assert new File(basedir, 'target/adapter-1.0.jar').file
