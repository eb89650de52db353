def log = new File(basedir, 'build.log').text
assert log =~ /rank-8: mean Dice 0\.\d+, at least 0\.750 is asked \(minDice\)/
assert log.contains('syr-maven-plugin') && log.contains(':check')
