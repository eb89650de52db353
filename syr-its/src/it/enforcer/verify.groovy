assert new File(basedir, 'jdk.log').text.contains('SYR needs JDK 17 or newer, and this build runs on 11.0.1')
