using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class RequestsAndBilling : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "BillingAccounts",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    CustomerId = table.Column<string>(type: "text", nullable: true),
                    CustomerRequest = table.Column<Guid>(type: "uuid", nullable: false),
                    CustomerUnsure = table.Column<bool>(type: "boolean", nullable: false),
                    CheckoutRequest = table.Column<Guid>(type: "uuid", nullable: true),
                    CheckoutStores = table.Column<int>(type: "integer", nullable: false),
                    CheckoutCameras = table.Column<int>(type: "integer", nullable: false),
                    CheckoutId = table.Column<string>(type: "text", nullable: true),
                    SubscriptionId = table.Column<string>(type: "text", nullable: true),
                    Standing = table.Column<string>(type: "text", nullable: false),
                    TrialEndsAt = table.Column<long>(type: "bigint", nullable: true),
                    HadTrial = table.Column<bool>(type: "boolean", nullable: false),
                    CancelsAt = table.Column<long>(type: "bigint", nullable: true),
                    OverdueSince = table.Column<long>(type: "bigint", nullable: true),
                    ToldDay = table.Column<int>(type: "integer", nullable: false),
                    StopAnnouncedAt = table.Column<long>(type: "bigint", nullable: true),
                    Stores = table.Column<int>(type: "integer", nullable: false),
                    Cameras = table.Column<int>(type: "integer", nullable: false),
                    Change = table.Column<Guid>(type: "uuid", nullable: true),
                    WantedStores = table.Column<int>(type: "integer", nullable: false),
                    WantedCameras = table.Column<int>(type: "integer", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BillingAccounts", x => x.Tenant);
                }
            );

            migrationBuilder.CreateTable(
                name: "BillingEvents",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Id = table.Column<string>(type: "text", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BillingEvents", x => new { x.Tenant, x.Id });
                }
            );

            migrationBuilder.CreateTable(
                name: "BillingMonths",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Month = table.Column<string>(type: "text", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Stores = table.Column<int>(type: "integer", nullable: false),
                    Cameras = table.Column<int>(type: "integer", nullable: false),
                    StoreCents = table.Column<int>(type: "integer", nullable: false),
                    CameraCents = table.Column<int>(type: "integer", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BillingMonths", x => new { x.Tenant, x.Month });
                }
            );

            migrationBuilder.CreateTable(
                name: "Requests",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<string>(type: "text", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    StoreId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false),
                    Channel = table.Column<string>(type: "text", nullable: false),
                    ReceivedAt = table.Column<long>(type: "bigint", nullable: false),
                    TakenInBy = table.Column<Guid>(type: "uuid", nullable: true),
                    CodeHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    KeyId = table.Column<Guid>(type: "uuid", nullable: true),
                    SealedKey = table.Column<byte[]>(type: "bytea", nullable: true),
                    SealedTexts = table.Column<byte[]>(type: "bytea", nullable: true),
                    State = table.Column<string>(type: "text", nullable: false),
                    AcknowledgedAt = table.Column<long>(type: "bigint", nullable: true),
                    EntryId = table.Column<Guid>(type: "uuid", nullable: true),
                    TiedAt = table.Column<long>(type: "bigint", nullable: true),
                    Ground = table.Column<string>(type: "text", nullable: true),
                    Identity = table.Column<string>(type: "text", nullable: true),
                    ExtendedBy = table.Column<int>(type: "integer", nullable: false),
                    ExtendedAt = table.Column<long>(type: "bigint", nullable: true),
                    ClosedAt = table.Column<long>(type: "bigint", nullable: true),
                    ClosedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    RefusedFor = table.Column<string>(type: "text", nullable: true),
                    StatementAt = table.Column<long>(type: "bigint", nullable: true),
                    WarnedAtDay = table.Column<int>(type: "integer", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Requests", x => new { x.Tenant, x.Number });
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_BillingAccounts_CustomerId",
                table: "BillingAccounts",
                column: "CustomerId",
                unique: true
            );

            migrationBuilder.CreateIndex(name: "IX_Requests_Number", table: "Requests", column: "Number", unique: true);

            migrationBuilder.CreateIndex(name: "IX_Requests_Tenant_EntryId", table: "Requests", columns: new[] { "Tenant", "EntryId" });

            migrationBuilder.CreateIndex(name: "IX_Requests_Tenant_State", table: "Requests", columns: new[] { "Tenant", "State" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "BillingAccounts");

            migrationBuilder.DropTable(name: "BillingEvents");

            migrationBuilder.DropTable(name: "BillingMonths");

            migrationBuilder.DropTable(name: "Requests");
        }
    }
}
