// One network: nodes, the database and private endpoints each in a subnet of their own, with the names by which they find one another.
param name string
param location string

var nodesRange = '10.40.0.0/23'

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${name}-network'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: ['10.40.0.0/16']
    }
    // Here and not as resources of their own: a deployment that names none would remove them.
    subnets: [
      {
        name: 'nodes'
        properties: {
          addressPrefix: nodesRange
          delegations: [
            {
              name: 'container-apps'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'database'
        properties: {
          addressPrefix: '10.40.2.0/28'
          delegations: [
            {
              name: 'postgres'
              properties: {
                serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers'
              }
            }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: '10.40.3.0/27'
        }
      }
    ]
  }

  resource nodes 'subnets' existing = {
    name: 'nodes'
  }

  resource database 'subnets' existing = {
    name: 'database'
  }

  resource endpoints 'subnets' existing = {
    name: 'endpoints'
  }
}

var zoneNames = [
  'privatelink.blob.${environment().suffixes.storage}'
  'privatelink.table.${environment().suffixes.storage}'
  'privatelink.vaultcore.azure.net'
  '${name}.private.postgres.database.azure.com'
]

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for zone in zoneNames: {
    name: zone
    location: 'global'
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (zone, i) in zoneNames: {
    parent: zones[i]
    name: '${name}-network'
    location: 'global'
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: network.id
      }
    }
  }
]

output nodesSubnetId string = network::nodes.id
output nodesSubnetRange string = nodesRange
output databaseSubnetId string = network::database.id
output endpointsSubnetId string = network::endpoints.id
output blobZoneId string = zones[0].id
output tableZoneId string = zones[1].id
output vaultZoneId string = zones[2].id
output databaseZoneId string = zones[3].id
