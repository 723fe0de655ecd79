// Sealed pictures (blobs), and the table in which nodes find one another and keep reminders.
// What a person had erased must be gone: no versions, no soft delete, no change feed, no point-in-time restore, no copy elsewhere.
param name string
param location string

@allowed(['Standard_ZRS', 'Standard_LRS'])
param copies string

param nodePrincipalId string
param subnetId string
param blobZoneId string
param tableZoneId string

var roles = [
  'ba92f5b4-2d11-453d-a403-e96b0029c9fe' // Storage Blob Data Contributor
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3' // Storage Table Data Contributor
]

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: take('${name}${uniqueString(resourceGroup().id)}', 24)
  location: location
  kind: 'StorageV2'
  sku: {
    name: copies
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: 'Disabled'
    supportsHttpsTrafficOnly: true
    networkAcls: {
      bypass: 'None'
      defaultAction: 'Deny'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: false
      changeFeed: {
        enabled: false
      }
      deleteRetentionPolicy: {
        enabled: false
      }
      containerDeleteRetentionPolicy: {
        enabled: false
      }
      restorePolicy: {
        enabled: false
      }
    }

    resource pictures 'containers' = {
      name: 'pictures'
      properties: {
        publicAccess: 'None'
      }
    }
  }
}

resource grants 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in roles: {
    name: guid(account.id, nodePrincipalId, role)
    scope: account
    properties: {
      principalId: nodePrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

module blobEndpointPrivate 'endpoint.bicep' = {
  params: {
    name: name
    location: location
    subnetId: subnetId
    zoneId: blobZoneId
    targetId: account.id
    service: 'blob'
  }
}

module tableEndpointPrivate 'endpoint.bicep' = {
  params: {
    name: name
    location: location
    subnetId: subnetId
    zoneId: tableZoneId
    targetId: account.id
    service: 'table'
  }
}

output blobEndpoint string = account.properties.primaryEndpoints.blob
output tableEndpoint string = account.properties.primaryEndpoints.table
output containerName string = account::blobs::pictures.name
