package harbor

import (
	"context"
	"net/http"
	"os"
	"testing"
)

// Registers a destination, sends an event and lists deliveries with the client of oapi-codegen.
func TestRoundTrip(t *testing.T) {
	ctx := context.Background()
	authorize := func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+os.Getenv("HARBOR_API_KEY"))
		return nil
	}
	client, err := NewClientWithResponses(os.Getenv("HARBOR_BASE_URL"), WithRequestEditorFn(authorize))
	if err != nil {
		t.Fatal(err)
	}

	destination, err := client.CreateDestinationWithResponse(ctx, nil, DestinationInput{Url: os.Getenv("RECEIVER_URL")})
	if err != nil || destination.JSON201 == nil {
		t.Fatalf("create destination: %v %s", err, destination.Body)
	}
	id := destination.JSON201.Id
	subscription, err := client.CreateSubscriptionWithResponse(ctx, nil, SubscriptionInput{DestinationId: id, EventType: "order.*"})
	if err != nil || subscription.JSON201 == nil {
		t.Fatalf("create subscription: %v %s", err, subscription.Body)
	}
	var body interface{} = map[string]string{"order_id": "ord_123"}
	event, err := client.CreateEventWithResponse(ctx, nil, EventInput{Type: "order.created", Body: body})
	if err != nil || event.JSON202 == nil || len(event.JSON202.Deliveries) != 1 {
		t.Fatalf("create event: %v %s", err, event.Body)
	}
	page, err := client.ListDeliveriesWithResponse(ctx, &ListDeliveriesParams{EventId: &event.JSON202.Id})
	if err != nil || page.JSON200 == nil || len(page.JSON200.Data) != 1 {
		t.Fatalf("list deliveries: %v %s", err, page.Body)
	}
	if page.JSON200.Data[0].DestinationId != id || page.JSON200.NextCursor != nil {
		t.Fatalf("unexpected page: %s", page.Body)
	}
}
