def log = new File(basedir, 'build.log').text
assert (log =~ /BUILD SUCCESS/).count == 2
assert (log =~ /rank 2: trained/).count == 2
assert new File(basedir, 'application/target/cut-out.png').file
def writable = new File(basedir, 'read-only.skipped')
if (writable.exists()) {
    println "SKIPPED: $writable.text"
}
def skipped = new File(basedir, 'connections.skipped')
if (skipped.exists()) {
    // visible to a user, an error where everything is to be tested
    println "SKIPPED: $skipped.text"
    assert !Boolean.getBoolean('ci')
    return true
}
// sockets of the machine itself are no connections: the name service's
def sockets = new File(basedir, 'connections.log').readLines()
assert sockets.any { it.contains('AF_UNIX') }
def connections = sockets.findAll { it.contains('connect(') && !it.contains('AF_UNIX') }
assert connections == []
return true
