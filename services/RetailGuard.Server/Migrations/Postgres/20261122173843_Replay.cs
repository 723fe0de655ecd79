using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Replay : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "Match_Inputs", table: "Alerts", type: "text", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "Match_Inputs", table: "Alerts");
        }
    }
}
