def log = { name -> new File(basedir, name + '.log').text }
def skipped = { name, goal -> log(name).contains("Skipping plugin execution (cached): syr:$goal") }

// a check that is to fail is not skipped, and clean leaves nothing to be missed
assert log('plain/1-first').contains('BUILD SUCCESS')
assert log('plain/2-stricter').contains('(minImageDice)') && log('plain/2-stricter').contains('BUILD FAILURE')
assert log('plain/3-package').contains('BUILD SUCCESS')
assert log('plain/4-clean').contains('Passed: ') && log('plain/4-clean').contains('BUILD SUCCESS')
assert !skipped('plain/4-clean', 'evaluate')

for (name in ['inside', 'outside']) {
    assert log("$name/1-first").contains('rank 2: trained') && log("$name/1-first").contains('BUILD SUCCESS')
    assert skipped("$name/2-clean", 'evaluate') && log("$name/2-clean").contains('Passed: ')
    assert log("$name/3-stricter").contains('(minImageDice)') && log("$name/3-stricter").contains('BUILD FAILURE')
    assert log("$name/4-epochs").contains('rank 2: trained') && log("$name/4-epochs") =~ /of 2\b/
    assert !skipped("$name/5-data", 'evaluate') && log("$name/5-data").contains('BUILD SUCCESS')
}
