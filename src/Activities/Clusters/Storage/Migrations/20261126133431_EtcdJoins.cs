using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Masterplan.Activities.Clusters.Storage.Migrations
{
    /// <inheritdoc />
    public partial class EtcdJoins : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "EtcdJoins",
                table: "Nodes",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "EtcdJoins",
                table: "Nodes");
        }
    }
}
