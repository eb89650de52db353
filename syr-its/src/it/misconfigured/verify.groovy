def log = new File(basedir, 'build.log').text
def said = (log =~ /(?m)^\[ERROR\] Failed to execute goal \S+ \(\S+\) on project misconfigured: (.*)/).collect { it[1] }
assert said.size() == 6
assert said[0].startsWith('This module configures a gate, but check sees no <dataset>')
assert said[1].startsWith('<minDIce> in the <configuration> of the execution gates of the syr-maven-plugin is no parameter. Did you mean <minDice>?')
assert said[2].startsWith('-Dsyr.minDIce is no property of the syr-maven-plugin. Did you mean -Dsyr.minDice?')
assert said[3].contains('The executions ') && said[3].contains('both run train and write into one folder')
// told by the first goal, before anything is trained
assert said[4].startsWith('minDice is "80%", and a number from 0 to 1 is expected. Did you mean <minDice>0.8</minDice>?')
assert said[5].startsWith('An application that uses com.example.its:misconfigured needs the base checkpoint io.github.syr:syr-checkpoint-tiny')
assert !log.contains('epoch 1/')
assert log.count('[WARNING] This module names no <dataset>: its jar is packaged without an adapter.') == 1
assert log.count('BUILD SUCCESS') == 1
assert !log.contains('Exception:')
