// one sentence for each invocation
def log = new File(basedir, 'build.log').text.replace('\\', '/')
def said = (log =~ /(?m)^\[ERROR\] Failed to execute goal \S+ \(default-cli\) on project bad-input: (.*)/).collect { it[1] }
assert said.size() == 7
assert said[0].contains('rank 0') && said[0].contains('at least 1')
assert said[1].contains('missing') && said[1].contains("doesn't exist")
assert said[2].contains('SHA-256') && said[2].contains('mini_sam.safetensors')
assert said[3].contains('a.jpg') && said[3].contains('c.jpg')
assert said[4].contains('annotations.json') && said[4] =~ /line \d+ column \d+/
assert said[5].contains('notes.txt')
assert said[6].contains('rank 4096') && said[6].contains('32 wide')
assert !log.contains('Exception:')
assert !new File(basedir, 'target/syr/evaluation.json').exists()
