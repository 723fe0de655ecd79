// The nodes, and the job that brings the schema up to date before a new version of them starts.
param name string
param location string
param nodes int
param image string
param registryName string
param publicHost string
param certificateId string
param identityId string
param identityClientId string
param subnetId string
param subnetRange string
param workspaceId string
param vaultAddress string
param blobEndpoint string
param blobContainer string
param tableEndpoint string
param otlpEndpoint string

var siloPort = 11111
var httpPort = 5080
var fromVault = [
  'storage-master-key'
  'storage-postgres'
  'silo-certificate'
  'silo-key'
  'silo-authority'
]
var secrets = [
  for secret in fromVault: {
    name: secret
    keyVaultUrl: '${vaultAddress}secrets/${secret}'
    identity: identityId
  }
]
var registries = [
  {
    server: registry.properties.loginServer
    identity: identityId
  }
]

// Settings of the server that are no secret. Each node advertises the address of its own replica.
var settings = [
  { name: 'RETAILGUARD_SECRETS', value: '/run/secrets' }
  { name: 'RETAILGUARD_PublicAddress', value: 'https://${publicHost}' }
  { name: 'RETAILGUARD_Storage__AzureBlobs', value: blobEndpoint }
  { name: 'RETAILGUARD_Storage__AzureBlobContainer', value: blobContainer }
  { name: 'RETAILGUARD_Cluster__Kind', value: 'azureTables' }
  { name: 'RETAILGUARD_Cluster__Connection', value: tableEndpoint }
  { name: 'RETAILGUARD_Cluster__SiloPort', value: string(siloPort) }
  { name: 'RETAILGUARD_Cluster__Tls__CertificateFile', value: '/run/tls/silo.crt' }
  { name: 'RETAILGUARD_Cluster__Tls__KeyFile', value: '/run/tls/silo.key' }
  { name: 'RETAILGUARD_Cluster__Tls__AuthorityFile', value: '/run/tls/authority.crt' }
  // The environment's ingress: the range that Azure reserves for it, and the subnet.
  { name: 'RETAILGUARD_Proxy__Known', value: '100.100.0.0/16,${subnetRange}' }
  { name: 'RETAILGUARD_Proxy__AllowedHosts', value: publicHost }
  { name: 'RETAILGUARD_Telemetry__Otlp', value: otlpEndpoint }
  // Which identity Azure's libraries take.
  { name: 'AZURE_CLIENT_ID', value: identityClientId }
]
var volumes = [
  {
    name: 'secrets'
    storageType: 'Secret'
    secrets: [
      { secretRef: 'storage-master-key', path: 'Storage__MasterKey' }
      { secretRef: 'storage-postgres', path: 'Storage__Postgres' }
    ]
  }
  {
    name: 'tls'
    storageType: 'Secret'
    secrets: [
      { secretRef: 'silo-certificate', path: 'silo.crt' }
      { secretRef: 'silo-key', path: 'silo.key' }
      { secretRef: 'silo-authority', path: 'authority.crt' }
    ]
  }
]
var volumeMounts = [
  { volumeName: 'secrets', mountPath: '/run/secrets' }
  { volumeName: 'tls', mountPath: '/run/tls' }
]
var resources = {
  cpu: json('2')
  memory: '4Gi'
}

// The platform asks by address; the server answers to its host name.
var probeHeaders = [
  { name: 'Host', value: publicHost }
]

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: registryName
}

resource environmentOfNodes 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-environment'
  location: location
  properties: {
    zoneRedundant: true
    vnetConfiguration: {
      infrastructureSubnetId: subnetId
      internal: false
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
    // From the ingress to a node too.
    peerTrafficConfiguration: {
      encryption: {
        enabled: true
      }
    }
    // Not 'log-analytics', which wants the workspace's shared key.
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: environmentOfNodes
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'ContainerAppConsoleLogs'
        enabled: true
      }
      {
        category: 'ContainerAppSystemLogs'
        enabled: true
      }
    ]
  }
}

resource migrate 'Microsoft.App/jobs@2024-03-01' = {
  name: '${name}-migrate'
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    environmentId: environmentOfNodes.id
    workloadProfileName: 'Consumption'
    configuration: {
      triggerType: 'Manual'
      manualTriggerConfig: {
        parallelism: 1
        replicaCompletionCount: 1
      }
      replicaTimeout: 3600
      replicaRetryLimit: 0
      registries: registries
      secrets: secrets
    }
    template: {
      containers: [
        {
          name: 'migrate'
          image: '${registry.properties.loginServer}/${image}'
          args: ['migrate']
          env: settings
          resources: resources
          volumeMounts: volumeMounts
        }
      ]
      volumes: volumes
    }
  }
}

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: '${name}-nodes'
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    environmentId: environmentOfNodes.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      maxInactiveRevisions: 5
      registries: registries
      secrets: secrets
      ingress: {
        external: true
        allowInsecure: false
        // Any node answers any request, and a WebSocket may end on any of them.
        transport: 'auto'
        targetPort: httpPort
        stickySessions: {
          affinity: 'none'
        }
        customDomains: [
          {
            name: publicHost
            bindingType: empty(certificateId) ? 'Disabled' : 'SniEnabled'
            certificateId: empty(certificateId) ? null : certificateId
          }
        ]
        // Between silos, inside the environment only; both ends prove themselves by certificate.
        additionalPortMappings: [
          {
            external: false
            targetPort: siloPort
            exposedPort: siloPort
          }
        ]
      }
    }
    template: {
      // A node that is told to stop is given the time to hand over its lines.
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'server'
          image: '${registry.properties.loginServer}/${image}'
          env: settings
          resources: resources
          volumeMounts: volumeMounts
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/health/live'
                port: httpPort
                httpHeaders: probeHeaders
              }
              periodSeconds: 5
              failureThreshold: 48
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/health/live'
                port: httpPort
                httpHeaders: probeHeaders
              }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 6
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/health/ready'
                port: httpPort
                httpHeaders: probeHeaders
              }
              periodSeconds: 5
              timeoutSeconds: 3
              failureThreshold: 2
            }
          ]
        }
      ]
      // As many at night as at noon: each node that comes or goes moves stores and their lines.
      scale: {
        minReplicas: nodes
        maxReplicas: nodes
      }
      volumes: volumes
    }
  }
}

output ingress string = app.properties.configuration.ingress.fqdn
output domainVerification string = app.properties.customDomainVerificationId
