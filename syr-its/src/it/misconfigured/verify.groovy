def log = new File(basedir, 'build.log').text
def said = (log =~ /(?m)^\[ERROR\] Failed to execute goal \S+ \(\S+\) on project misconfigured: (.*)/).collect { it[1] }
assert said.size() == 4
assert said[0].startsWith('This module configures a gate, but check sees no <dataset>')
assert said[1].startsWith('<minDIce> in the <configuration> of the execution gates of the syr-maven-plugin is no parameter. Did you mean <minDice>?')
assert said[2].startsWith('-Dsyr.minDIce is no property of the syr-maven-plugin. Did you mean -Dsyr.minDice?')
assert said[3].contains('The executions ') && said[3].contains('both run train and write into one folder')
assert log.count('[WARNING] This module names no <dataset>: its jar is packaged without an adapter.') == 1
assert log.count('BUILD SUCCESS') == 1
assert !log.contains('Exception:')
