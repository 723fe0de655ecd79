// Copy to main.bicepparam, which git does not know, and fill in. Secrets come from the environment of whoever deploys, for example from a
// password store; how to make them: ../runbooks/start.md
using './main.bicep'

param publicHost = 'guard.example.nz'
param registryName = 'retailguardimages'
param image = 'retailguard-server@sha256:0000000000000000000000000000000000000000000000000000000000000000'

param databasePassword = readEnvironmentVariable('DEPLOY_DATABASE_PASSWORD')
param masterKey = readEnvironmentVariable('DEPLOY_MASTER_KEY')
param siloCertificate = readEnvironmentVariable('DEPLOY_SILO_CERTIFICATE')
param siloKey = readEnvironmentVariable('DEPLOY_SILO_KEY')
param siloAuthority = readEnvironmentVariable('DEPLOY_SILO_AUTHORITY')
