// no parent's version can be a property
def pom = new File(basedir, 'child/pom.xml')
pom.text = pom.text.replace('@syr.version@', syrVersion)
// of an earlier run
new File(localRepositoryPath, 'it/packaging').deleteDir()
return true
