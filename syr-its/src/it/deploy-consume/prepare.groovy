// of an earlier run: the consumer is to find the adapter in the file repository alone
new File(localRepositoryPath, 'it/deploy').deleteDir()
return true
