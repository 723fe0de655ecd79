// RetailGuard in one resource group: nodes on Container Apps, PostgreSQL, sealed pictures and the cluster's table in Storage, secrets in
// Key Vault, logs. Nothing but the ingress can be reached from outside, and nothing is copied to another region. How: ../runbooks/start.md
targetScope = 'resourceGroup'

@description('Where everything is. New Zealand North alone: people there were promised that what is kept of them stays in the country.')
@allowed(['newzealandnorth'])
param location string = 'newzealandnorth'

@description('Begins the name of each resource; 3 to 11 lower-case letters and digits.')
@minLength(3)
@maxLength(11)
param name string = 'retailguard'

@description('Host name at which people and connectors reach the service.')
@minLength(4)
param publicHost string

@description('Resource id of the certificate for that host in the Container Apps environment; empty until it is there.')
param certificateId string = ''

@description('Container registry in this resource group.')
@minLength(5)
param registryName string

@description('Repository and digest in that registry, for example retailguard-server@sha256:…: a tag can be moved, a digest cannot.')
@minLength(73)
param image string

@description('Equal nodes that run at all times. Three outlive the loss of one while another is being replaced.')
@minValue(3)
@maxValue(30)
param nodes int = 3

@description('Where the second database server stands. ZoneRedundant outlives a data centre; SameZone where the region has no capacity for it.')
@allowed(['ZoneRedundant', 'SameZone'])
param databaseStandby string = 'ZoneRedundant'

@description('Copies of the pictures: in three data centres or in one. Never in another region.')
@allowed(['Standard_ZRS', 'Standard_LRS'])
param storageCopies string = 'Standard_ZRS'

@description('Address of an OpenTelemetry collector; empty sends nothing.')
param otlpEndpoint string = ''

@secure()
@description('Password of the database account.')
@minLength(32)
param databasePassword string

@secure()
@description('The key that seals every tenant\'s key: 32 bytes in base64. Without it nothing sealed can be read; keep a copy apart.')
@minLength(44)
@maxLength(44)
param masterKey string

@secure()
@description('PEM of the certificate by which silos know one another.')
param siloCertificate string

@secure()
@description('PEM of its private key.')
param siloKey string

@secure()
@description('PEM of the authority that signed it.')
param siloAuthority string

module logs 'modules/logs.bicep' = {
  params: {
    name: name
    location: location
  }
}

module network 'modules/network.bicep' = {
  params: {
    name: name
    location: location
  }
}

module identity 'modules/identity.bicep' = {
  params: {
    name: name
    location: location
    registryName: registryName
  }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: name
    location: location
    copies: storageCopies
    nodePrincipalId: identity.outputs.principalId
    subnetId: network.outputs.endpointsSubnetId
    blobZoneId: network.outputs.blobZoneId
    tableZoneId: network.outputs.tableZoneId
  }
}

module database 'modules/database.bicep' = {
  params: {
    name: name
    location: location
    standby: databaseStandby
    password: databasePassword
    subnetId: network.outputs.databaseSubnetId
    zoneId: network.outputs.databaseZoneId
    workspaceId: logs.outputs.workspaceId
  }
}

module vault 'modules/vault.bicep' = {
  params: {
    name: name
    location: location
    nodePrincipalId: identity.outputs.principalId
    subnetId: network.outputs.endpointsSubnetId
    zoneId: network.outputs.vaultZoneId
    workspaceId: logs.outputs.workspaceId
    masterKey: masterKey
    postgres: 'Host=${database.outputs.host};Database=${database.outputs.databaseName};Username=${database.outputs.account};Password=${databasePassword};SSL Mode=VerifyFull'
    siloCertificate: siloCertificate
    siloKey: siloKey
    siloAuthority: siloAuthority
  }
}

module nodesApp 'modules/nodes.bicep' = {
  params: {
    name: name
    location: location
    nodes: nodes
    image: image
    registryName: registryName
    publicHost: publicHost
    certificateId: certificateId
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    subnetId: network.outputs.nodesSubnetId
    subnetRange: network.outputs.nodesSubnetRange
    workspaceId: logs.outputs.workspaceId
    vaultAddress: vault.outputs.address
    blobEndpoint: storage.outputs.blobEndpoint
    blobContainer: storage.outputs.containerName
    tableEndpoint: storage.outputs.tableEndpoint
    otlpEndpoint: otlpEndpoint
  }
}

@description('Where the host name\'s DNS record points.')
output ingress string = nodesApp.outputs.ingress

@description('For the TXT record asuid.HOST, which proves that the host name is yours.')
output domainVerification string = nodesApp.outputs.domainVerification
