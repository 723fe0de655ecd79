// The nodes' secrets. Nodes read them as the managed identity; every reading is logged.
param name string
param location string
param nodePrincipalId string
param subnetId string
param zoneId string
param workspaceId string

@secure()
param masterKey string

@secure()
param postgres string

@secure()
param siloCertificate string

@secure()
param siloKey string

@secure()
param siloAuthority string

var secretsUser = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '4633458b-17de-408a-b874-0445c86b69e6'
)

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: take('${name}${uniqueString(resourceGroup().id)}', 24)
  location: location
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enabledForTemplateDeployment: true
    // The master key cannot be lost by a mistake: a deleted vault comes back for 90 days.
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      // Deployments write the secrets below.
      bypass: 'AzureServices'
      defaultAction: 'Deny'
    }
  }

  resource masterKeySecret 'secrets' = {
    name: 'storage-master-key'
    properties: {
      value: masterKey
    }
  }

  resource postgresSecret 'secrets' = {
    name: 'storage-postgres'
    properties: {
      value: postgres
    }
  }

  resource siloCertificateSecret 'secrets' = {
    name: 'silo-certificate'
    properties: {
      value: siloCertificate
    }
  }

  resource siloKeySecret 'secrets' = {
    name: 'silo-key'
    properties: {
      value: siloKey
    }
  }

  resource siloAuthoritySecret 'secrets' = {
    name: 'silo-authority'
    properties: {
      value: siloAuthority
    }
  }
}

resource read 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, nodePrincipalId, secretsUser)
  scope: vault
  properties: {
    principalId: nodePrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: secretsUser
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

module endpoint 'endpoint.bicep' = {
  params: {
    name: name
    location: location
    subnetId: subnetId
    zoneId: zoneId
    targetId: vault.id
    service: 'vault'
  }
}

output address string = vault.properties.vaultUri
