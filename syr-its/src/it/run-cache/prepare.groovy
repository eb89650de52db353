import java.nio.file.Files

new File(basedir, 'kept-runs').deleteDir()
def copy = new File(basedir, 'copy')
copy.deleteDir()
Files.createDirectories(copy.toPath())
def pom = new File(basedir, 'pom.xml').text
assert pom.contains('<runCache>kept-runs</runCache>')
new File(copy, 'pom.xml').text = pom.replace('<runCache>', '<runCache>../')
return true
