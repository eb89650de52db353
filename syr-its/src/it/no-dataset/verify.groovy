def log = new File(basedir, 'build.log').text
assert log.count('BUILD SUCCESS') == 2
assert log.contains('/nowhere/at/all')
assert !new File(basedir, 'target/syr/dataset.json').exists()
