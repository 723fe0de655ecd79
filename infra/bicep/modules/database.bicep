// PostgreSQL, with a second server that takes over by itself; reachable from the network only.
param name string
param location string

@allowed(['ZoneRedundant', 'SameZone'])
param standby string

@secure()
param password string

param subnetId string
param zoneId string
param workspaceId string

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${name}-database'
  location: location
  sku: {
    name: 'Standard_D2ds_v5'
    tier: 'GeneralPurpose'
  }
  properties: {
    version: '17'
    administratorLogin: 'retailguard'
    administratorLoginPassword: password
    storage: {
      storageSizeGB: 128
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: 7
      // Never Enabled here: the copy would be kept in another country.
      geoRedundantBackup: 'Disabled'
    }
    highAvailability: {
      mode: standby
    }
    network: {
      delegatedSubnetResourceId: subnetId
      privateDnsZoneArmResourceId: zoneId
      publicNetworkAccess: 'Disabled'
    }
  }

  resource database 'databases' = {
    name: 'retailguard'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: server
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'PostgreSQLLogs'
        enabled: true
      }
    ]
  }
}

output host string = server.properties.fullyQualifiedDomainName
output databaseName string = server::database.name
output account string = server.properties.administratorLogin
