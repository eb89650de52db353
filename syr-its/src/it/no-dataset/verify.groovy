def log = new File(basedir, 'build.log').text
def builds = log.split('Scanning for projects').drop(1)
assert builds.size() == 4
assert builds[0].contains('Nothing to do: this module names no <dataset>.')
assert builds[1].count('Skipped (syr.skip).') == 6
assert builds[1].contains('The jar is packaged without an adapter of this data set (syr.skip).')
assert builds[1].contains('Skipping artifact installation')
assert builds[2].count('Skipped (syr.skip).') == 6
assert builds[3].contains('/nowhere/at/all') && builds[3].contains("doesn't exist")
assert log.count('BUILD SUCCESS') == 3
assert !new File(basedir, 'target/syr/dataset.json').exists()
