import java.nio.file.Files

def log = new File(basedir, 'build.log').text.replace('\\', '/')
def builds = log.split('Scanning for projects').drop(1)
assert builds.size() == 5

assert builds[0].contains('rank 2: trained')
assert [builds[1], builds[2]].every {
    it =~ /rank 2: taken from the run cache \(digest [0-9a-f]{64}\), validation Dice/ &&
            it =~ /evaluation: taken from the run cache \(digest [0-9a-f]{64}\)/ &&
            !it.contains('rank 2: trained') && it.contains('(minDice)') && it.contains('BUILD SUCCESS')
}

['adapters/rank-2/adapter.safetensors', 'adapters/rank-2/history.jsonl', 'adapters/rank-2/run.json', 'evaluation.json'].each {
    assert Files.mismatch(new File(basedir, "target/syr/$it").toPath(), new File(basedir, "copy/target/syr/$it").toPath()) == -1
}

assert builds[3] =~ /no entry has the digest [0-9a-f]{64}\./
assert builds[3].contains('differs in epochs (1 there, 2 here)')
assert builds[3].contains('mvn syr:train -Dsyr.train=auto')

assert builds[4] =~ /Run cache \S+kept-runs: 2 entries, /
assert builds[4] =~ /[0-9a-f]{12}  rank-2 / && builds[4] =~ /[0-9a-f]{12}  evaluation /
assert builds[4].contains('All entries are as they were stored.')
