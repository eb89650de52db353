def builds = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
assert builds.size() == 5

assert builds[0] =~ /Compared with no release: it\.release:adapter has no release below 1\.0 in [^\n]*deployed \(file:/
assert builds[0].contains('BUILD SUCCESS')
assert new File(basedir, 'deployed/it/release/adapter/1.0/adapter-1.0.jar').file

def refused = /rank-2: drop in mean Dice from 0\.\d{4} \(1\.0\) to 0\.\d{4} is 0\.\d{3,}; at most 0\.020 is allowed \(maxDrop\)/
assert builds[1] =~ refused
assert !builds[1].contains('(minDice)')

assert builds[2].contains("lastRelease 0.9 of it.release:adapter isn't in the project's repositories")

// a limit of 1 refuses nothing, and nothing is looked up
assert builds[3].contains('BUILD SUCCESS') && !builds[3].contains('maxDrop')

// the release was tested on three of today's four images: it is evaluated on all
assert builds[4] =~ /1\.0 on today's test images: mean Dice 0\.\d{4}/
assert builds[4] =~ /rank-2: drop in mean Dice from 0\.\d{4} \(1\.0, evaluated anew\) to 0\.\d{4} is 0\.\d{3,}; at most 0\.020 is allowed \(maxDrop\)/
assert builds[4] =~ /: drop in Dice from 0\.\d{4} \(1\.0, evaluated anew\) to 0\.\d{4} is 0\.\d{3,}; at most 0\.010 is allowed \(maxImageDrop\); overlay: target\/syr\/overlays\/rank-2\/\S+\.png; that of the release: target\/syr\/overlays\/release\/\S+\.png/
def evaluation = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/syr/release/evaluation.json'))
assert evaluation.images.size() == 4
evaluation.images.each { assert new File(basedir, 'target/syr/' + it.overlay).file }
assert new File(basedir, 'target/syr/gates.json').text.contains('"releaseOverlay": "overlays/release/')
return true
