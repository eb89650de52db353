import groovy.json.JsonSlurper

def gates = new JsonSlurper().parse(new File(basedir, 'target/syr/gates.json'))
assert gates.passed && gates.gates*.name == ['minDice', 'minGain']
