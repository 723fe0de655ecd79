using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SingleSignOn : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "LinkedSubjects",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    SubjectHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    UserName = table.Column<string>(type: "text", nullable: false),
                    LinkedAt = table.Column<long>(type: "bigint", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LinkedSubjects", x => new { x.Tenant, x.SubjectHash });
                }
            );

            migrationBuilder.CreateTable(
                name: "SingleSignOnProviders",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false),
                    Issuer = table.Column<string>(type: "text", nullable: false),
                    ClientId = table.Column<string>(type: "text", nullable: false),
                    SealedSecret = table.Column<string>(type: "text", nullable: false),
                    UserNameClaim = table.Column<string>(type: "text", nullable: false),
                    Domains = table.Column<string>(type: "text", nullable: false),
                    Passwords = table.Column<string>(type: "text", nullable: false),
                    TrustsSecondFactor = table.Column<bool>(type: "boolean", nullable: false),
                    AsksAfresh = table.Column<bool>(type: "boolean", nullable: false),
                    SetBy = table.Column<Guid>(type: "uuid", nullable: false),
                    SetterIssuers = table.Column<string>(type: "text", nullable: false),
                    SetAt = table.Column<long>(type: "bigint", nullable: false),
                    ApprovedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ApprovedAt = table.Column<long>(type: "bigint", nullable: true),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SingleSignOnProviders", x => x.Tenant);
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_LinkedSubjects_Tenant_PersonId",
                table: "LinkedSubjects",
                columns: new[] { "Tenant", "PersonId" }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "LinkedSubjects");

            migrationBuilder.DropTable(name: "SingleSignOnProviders");
        }
    }
}
