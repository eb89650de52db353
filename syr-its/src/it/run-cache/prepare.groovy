import java.nio.file.Files

['kept-runs', 'shared-runs'].each { new File(basedir, it).deleteDir() }
new File(localRepositoryPath, 'it/run-cache').deleteDir()
def copy = new File(basedir, 'copy')
copy.deleteDir()
Files.createDirectories(copy.toPath())
def pom = new File(basedir, 'pom.xml').text
new File(copy, 'pom.xml').text = pom.replace('<runs>', '<runs>../').replace('<root>${project.basedir}', '<root>${project.basedir}/..')
return true
