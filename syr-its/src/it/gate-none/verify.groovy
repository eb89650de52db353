def log = new File(basedir, 'build.log').text
assert log.contains('No gate is configured') && log.contains('<minDice>')
assert log =~ /(?i)\[WARN.*skip/
assert !new File(basedir, 'target/syr/gates.json').exists()
