def log = new File(basedir, 'build.log').text.replace('\\', '/')
def builds = log.split('Scanning for projects').drop(1)
assert builds.size() == 7

assert builds[0].contains('rank 2: trained')
assert builds[0] =~ /rank-2: mean Dice is 0\.\d{3}; at least 0\.990 is required \(minDice\)/
assert !builds[0].contains('(minImageDice)') && !builds[0].contains('(minGain)')

def asked = /\S+\.jpg: Dice is 0\.\d{3}; at least 0\.990 is required \(minImageDice\); overlay: target\/syr\/(overlays\/rank-2\/\S+\.png)/
def named = (builds[1] =~ asked).collect { it[1] }
assert named.unique().size() == 3
assert named.every { new File(basedir, "target/syr/$it").file }

// the page is there when the gate fails, and is named
assert builds[0] =~ /\[ERROR\] (?:\[ERROR\] )?Report: \S*target\/syr\/report\/index\.html/
assert builds[4] =~ /\[WARN.*This evaluation is not of today's inputs: the parameters of the training have changed/

assert builds[2] =~ /rank-2: .*0\.900 is required \(minGain\)/

assert builds[3].contains('BUILD SUCCESS')
assert ['minDice', 'minImageDice', 'minGain'].every { builds[3] =~ /Passed: .*\($it\)/ }

assert builds[4].contains('evaluation.json: is out of date: the parameters of the training have changed')
assert builds[4].contains('mvn syr:evaluate')

assert builds[5].contains('BUILD SUCCESS') && builds[5] =~ /\[WARN.*gates are NOT checked \(syr\.check\.skip\)/

assert builds[6].contains('No gate is configured') && builds[6].contains('<minDice>')

// none trained again, and no refused check leaves a verdict
assert builds.drop(1).every { !it.contains('rank 2: trained') }
assert !new File(basedir, 'target/syr/gates.json').exists()
assert new File(basedir, 'target/adapter-1.0.jar').file
