import java.nio.file.Files

def log = new File(basedir, 'build.log').text.replace('\\', '/')
def builds = log.split('Scanning for projects').drop(1)
assert builds.size() == 8

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

assert builds[4] =~ /Run cache \S+kept-runs: 3 entries, /
assert builds[4] =~ /[0-9a-f]{12}  rank-2 / && builds[4] =~ /[0-9a-f]{12}  evaluation / && builds[4] =~ /[0-9a-f]{12}  masks /
assert builds[4].contains('All entries are as they were stored.')

// the first machine has trained long before there was a run repository
assert (builds[5] =~ /Uploaded the run [0-9a-f]{64} to the run repository shared \(file:/).count == 3
assert (builds[6] =~ /Fetched the run [0-9a-f]{64} from the run repository shared \(file:/).count == 2
assert builds[6].contains('rank 2: taken from the run cache') && builds[6].contains('evaluation: taken from the run cache')
assert builds[6].contains('(minDice)') && builds[6].contains('BUILD SUCCESS')

assert (builds[7] =~ /Fetched the run [0-9a-f]{64} from the run repository shared \(file:/).count == 3
assert builds[7] =~ /\d+ files of the data set, as \S+, have not been pulled by Git LFS; masks: taken from the run cache/
assert builds[7].contains('rank 2: taken from the run cache') && builds[7].contains('evaluation: taken from the run cache')
assert builds[7].contains('(minDice)') && builds[7].contains('BUILD SUCCESS')
assert new File(basedir, 'copy/target/syr/report/index.html').text.contains('Photographs that Git LFS has not pulled are grey')

def jars = [basedir, new File(basedir, 'copy')].collect { new File(it, 'target/adapter-1.0.jar') }
['adapter.safetensors', 'adapter.json'].each { name ->
    def bytes = jars.collect {
        def zip = new java.util.zip.ZipFile(it)
        zip.getInputStream(zip.getEntry("META-INF/syr/it.run-cache/adapter/$name".toString())).bytes
    }
    assert bytes[0] == bytes[1]
}
return true
