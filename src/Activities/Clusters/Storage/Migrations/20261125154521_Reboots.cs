using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Masterplan.Activities.Clusters.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Reboots : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "MachineId",
                table: "Nodes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RebootBegan",
                table: "Nodes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "RebootMinutes",
                table: "Nodes",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RebootRun",
                table: "Nodes",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "MachineId",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "RebootBegan",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "RebootMinutes",
                table: "Nodes");

            migrationBuilder.DropColumn(
                name: "RebootRun",
                table: "Nodes");
        }
    }
}
