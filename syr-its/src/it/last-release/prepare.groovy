// of an earlier run: a first release is to be one
new File(basedir, 'deployed').deleteDir()
new File(localRepositoryPath, 'it/release').deleteDir()
return true
