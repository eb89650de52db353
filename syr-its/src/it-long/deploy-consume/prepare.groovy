// of an earlier run: the consumer is to find the adapter in the file repository alone
new File(localRepositoryPath, 'it/deploy').deleteDir()
new File(basedir, 'deployed').deleteDir()

// the next release has the checkpoint in its jar, and no dependency on it
def producer = new File(basedir, 'producer/pom.xml').text
def bundled = new File(basedir, 'bundled/pom.xml')
bundled.parentFile.mkdirs()
bundled.text = producer.replace('<version>1.0</version>', '<version>1.1</version>')
        .replaceFirst(/(?s)<dependencies>.*?<\/dependencies>/, '')
        .replace('<ranks>', '<bundleCheckpoint>jar</bundleCheckpoint><ranks>')
return true
