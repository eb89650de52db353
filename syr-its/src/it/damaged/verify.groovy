def log = new File(basedir, 'build.log').text
assert log =~ /rank-8: mean Dice is 0\.\d+; at least 0\.750 is required \(minDice\)/
assert log.contains('syr-maven-plugin') && log.contains(':check')
